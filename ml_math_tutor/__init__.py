"""The entry point, under a name that is the program's alone, and what differs between operating systems.

`tutor`, `lessons` and `progress` are names that other packages have, too. Python takes the first that it finds, so this
package looks at where they would come from before any of them is imported.
"""
