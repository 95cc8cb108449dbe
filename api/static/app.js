// What every page shares: keys, focus after a part was swapped, the help window. Every text stands in the page itself.
const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found || found.disabled) return false;
  if (found.matches("input[type=search]")) {
    found.focus();
    found.select();
  } else {
    found.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (press(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
  if (event.target.closest("[data-prints]")) window.print();
});

// What opens to ask for one thing is entered at once: the first answer has the focus.
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details[data-enters][open]")) event.target.querySelector("button:enabled")?.focus();
}, true);

document.addEventListener("change", (event) => {
  const revealed = event.target.dataset.reveals;
  if (revealed) document.getElementById(revealed).open = true;
});

// A form goes off once: what is on its way is not sent again by a second click.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (event.target.method === "post") {
    event.target.dataset.sent = "yes";
  }
}, true);
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What a refused form said is remembered as the page of that form: coming back to it, or loading it again, sends nothing.
if (document.body.dataset.formPage) history.replaceState(history.state, "", document.body.dataset.formPage);

// The note that the session is over stands until something is answered again.
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.response.status < 400) document.getElementById("lost").replaceChildren();
});
