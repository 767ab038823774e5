// The terminal is textual.js. This gives it the keyboard, and offers a way on when the program has ended.
"use strict";
window.addEventListener("load", () => {
  const page = document.body.classList;
  const again = document.querySelector(".ended button");
  const focus = () => {
    if (page.contains("-closed")) again.focus();
    else if (page.contains("-loaded")) document.querySelector(".xterm-helper-textarea").focus();
  };
  again.addEventListener("click", () => window.location.reload());
  window.addEventListener("focus", focus);
  new MutationObserver(focus).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
