"""What runs in the child process, beside the learner's code. Builtins and the standard library only, and little of it.

Nothing here is trusted by the other side: it knows no expected value and gives no verdict.
"""
