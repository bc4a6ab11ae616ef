// In the head, before anything is painted: the colours chosen last, else those of the system.
const THEME = "ml-job-market-theme";
const root = document.documentElement;
root.classList.add("scripted");
try {
  const chosen = localStorage.getItem(THEME);
  if (chosen) root.dataset.theme = chosen;
} catch {} // A browser that keeps nothing for pages from disk still follows the system.

addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button.theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", isDark());
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem(THEME, root.dataset.theme); } catch {}
    show();
  });
  system.addEventListener("change", show);
  show();
});
