// A long work is followed by its events: each is a reason to ask for the page's own words anew. Without them (a browser or
// a proxy that keeps them back) the page asks by itself, only seldom.
const STATES = ["queued", "running", "done", "failed", "cancelled"];
let source = null, address = null, news = false, asking = false;

const box = () => document.querySelector("[data-follows]");

function ask() {
  if (!news || asking || !box()) return;
  news = false;
  asking = true;
  htmx.trigger(box(), "news");
}

function follow() {
  const wanted = box()?.dataset.follows ?? null;
  if (wanted === address) return;
  source?.close();
  address = wanted;
  source = wanted && new EventSource(wanted);
  for (const state of wanted ? STATES : []) source.addEventListener(state, () => {
    news = true;
    ask();
  });
}

document.addEventListener("htmx:finally:request", () => {
  asking = false;
  follow();
  ask();
});
follow();
