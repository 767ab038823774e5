// The terminal is textual.js. This gives it the keyboard, and offers a way on when the program has ended.
"use strict";
(() => {
  const state = () => document.body?.classList;
  let early = [];
  // Before the terminal is connected it loses what is typed: it is kept until then. Shortcuts are the browser's.
  const keep = (event) => {
    if (!early || event.ctrlKey || event.metaKey || state()?.contains("-closed")) return;
    early.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const typeAgain = (terminal) => {
    const events = early ?? [];
    early = null;
    for (const { key, code, keyCode, shiftKey, altKey } of events) {
      const charCode = key.length === 1 ? key.charCodeAt(0) : 0;
      const said = { key, code, shiftKey, altKey, bubbles: true, cancelable: true };
      const open = terminal.dispatchEvent(new KeyboardEvent("keydown", { ...said, keyCode }));
      // A key that keydown has not taken is a character, which the terminal expects in keypress.
      if (open && charCode) terminal.dispatchEvent(new KeyboardEvent("keypress", { ...said, keyCode: charCode, charCode }));
    }
  };
  const focus = () => {
    if (state().contains("-closed")) {
      document.querySelector(".ended button").focus();
    } else if (state().contains("-loaded")) {
      const terminal = document.querySelector(".xterm-helper-textarea");
      terminal.focus();
      typeAgain(terminal);
    }
  };
  window.addEventListener("keydown", keep, true);
  window.addEventListener("load", () => {
    document.querySelector(".ended button").addEventListener("click", () => window.location.reload());
    window.addEventListener("focus", focus);
    new MutationObserver(focus).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    focus();
  });
})();
