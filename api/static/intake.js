// A file dropped anywhere on the page is the file of the form, and a file that was chosen is sent at once.
const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  form.classList.add("over");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  form.classList.remove("over");
  input.multiple = event.dataTransfer.files.length > 1; // the office says that it takes one at a time
  input.files = event.dataTransfer.files;
  if (input.files.length) form.requestSubmit();
});

input.addEventListener("change", () => {
  if (input.files.length) form.requestSubmit();
});
