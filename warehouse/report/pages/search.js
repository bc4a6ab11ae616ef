// Finds roles and skills by any of their spellings; a combobox by the pattern of WAI-ARIA.
(() => {
  "use strict";
  const MOST = 10;
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const base = document.body.dataset.root;
  let options = [];
  let active = -1;

  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").trim();
  const terms = SEARCH_TERMS.map(([name, href, note, spellings]) => ({
    name, href, note, plain: plain(name), spellings: spellings.map((spelling) => [plain(spelling), spelling]),
  }));

  function fit(text, sought) {
    if (text === sought) return 0;
    if (text.startsWith(sought)) return 1;
    if (text.split(/[\s/-]+/).some((word) => word.startsWith(sought))) return 2;
    return text.includes(sought) ? 4 : 9;
  }

  function find(sought) {
    return terms
      .map((term, order) => {
        const own = fit(term.plain, sought);
        const [other, as] = term.spellings
          .map(([text, spelling]) => [fit(text, sought) + 0.5, spelling])
          .reduce((best, next) => (next[0] < best[0] ? next : best), [9.5, ""]);
        return { ...term, order, fit: Math.min(own, other), as: other < own ? as : "" };
      })
      .filter((term) => term.fit < 9)
      .sort((a, b) => a.fit - b.fit || a.order - b.order)
      .slice(0, MOST);
  }

  function show() {
    const sought = plain(input.value);
    const found = sought ? find(sought) : [];
    active = -1;
    list.replaceChildren(...found.map((term, index) => {
      const option = document.createElement("li");
      option.id = `found-${index}`;
      option.role = "option";
      option.ariaSelected = "false";
      option.dataset.href = base + term.href;
      const name = document.createElement("span");
      name.textContent = term.as ? `${term.name} (${term.as})` : term.name;
      const note = document.createElement("small");
      note.textContent = term.note;
      option.append(name, note);
      return option;
    }));
    options = [...list.children];
    if (sought && !options.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.role = "option";
      none.ariaDisabled = "true";
      none.textContent = "No role or skill with that name";
      list.append(none);
    }
    open(Boolean(sought));
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    if (!isOpen) input.removeAttribute("aria-activedescendant");
  }

  function select(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = (index + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && show());
  input.addEventListener("blur", () => setTimeout(() => open(false), 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
    if (!options.length) return;
    if (event.key === "ArrowDown") select(active + 1);
    else if (event.key === "ArrowUp") select(active - 1);
    else if (event.key === "Enter") location.href = options[Math.max(active, 0)].dataset.href;
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) location.href = option.dataset.href;
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      input.focus();
    }
  });
})();
