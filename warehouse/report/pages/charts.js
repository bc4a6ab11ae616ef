// Draws each chart from the table below it, as wide as it can be, and again when its width changes.
(() => {
  "use strict";
  const WIDE = 460;
  const percent = (share) => (share > 0 && share < 0.005 ? "<1 %" : `${Math.round(100 * share)} %`);
  const dollars = (amount) => `$${Math.round(amount / 1000)}k`;
  const count = (number) => number.toLocaleString("en");
  const filled = { defining: "var(--strong)", distinguishing: "var(--mark)", of_name: "var(--line)" };
  const fill = (row) => filled[row.demand_class] ?? ("demand_class" in row ? "var(--quiet)" : "var(--mark)");
  const style = { background: "none", fontFamily: "inherit", fontSize: "13px", overflow: "visible" };
  const faint = (row) => (row.is_small_sample === "small sample" || row.is_seldom_stated === "True" ? 0.45 : 1);

  function rowsOf(figure) {
    return [...figure.querySelectorAll("tbody tr")].map((line) => {
      const row = { href: line.querySelector("a")?.href };
      for (const cell of line.querySelectorAll("[data-field]")) {
        row[cell.dataset.field] = cell.matches("data") ? Number(cell.value) : (cell.dataset.value ?? cell.textContent.trim());
      }
      return row;
    });
  }

  // Names stand left of the rows where there is room, else above them.
  function rowLayout(rows, width, tall = 25) {
    const isWide = width >= WIDE;
    const longest = Math.max(...rows.map((row) => row.name.length));
    return {
      isWide,
      options: {
        width,
        style,
        marginLeft: isWide ? Math.min(0.45 * width, 14 + 7.6 * longest) : 1,
        marginRight: 128,
        marginTop: 26,
        marginBottom: 4,
        height: rows.length * (isWide ? tall : tall + 17) + 30,
        y: { type: "band", domain: rows.map((_, index) => index), axis: null, padding: 0 },
      },
      names: Plot.text(rows, {
        y: (_, index) => index,
        text: "name",
        frameAnchor: "left",
        textAnchor: isWide ? "end" : "start",
        dx: isWide ? -10 : 0,
        dy: isWide ? 0 : -10,
        fill: "var(--ink)",
      }),
      inset: isWide ? { insetTop: 6, insetBottom: 6 } : { insetTop: 22, insetBottom: 6 },
      dy: isWide ? 0 : 8,
    };
  }

  const index = (_, i) => i;
  const evidence = (row) => (row.postings_with_text ? ` · ${count(row.postings)} of ${count(row.postings_with_text)}` : "");
  const shareAxis = (most, width) => ({
    domain: [0, Math.min(1, Math.max(0.1, Math.ceil(most * 10) / 10))],
    axis: "top", label: null, tickFormat: percent, ticks: width < 640 ? 3 : 5, tickSize: 0, grid: true,
  });

  function shares(rows, width, value = "share") {
    const { options, names, inset, dy } = rowLayout(rows, width);
    const most = Math.max(...rows.map((row) => Math.max(row[`${value}_high`] ?? row[value], row.named_share ?? 0)));
    const line = rows.filter((row) => row[`${value}_low`] !== undefined);
    const at = (row) => rows.indexOf(row);
    return Plot.plot({
      ...options,
      x: shareAxis(most, width),
      marks: [
        Plot.barX(rows.filter((row) => row.named_share !== undefined), { x: "named_share", y: at, fill, fillOpacity: (row) => 0.22 * faint(row), ...inset, rx: 2 }),
        Plot.barX(rows, { x: value, y: index, fill, fillOpacity: (row) => (row.required_share === undefined ? 0.85 : 0.5) * faint(row), ...inset, rx: 2,
          title: (row) => `${row.name}: ${percent(row[value])}` + (line.length ? ` (${percent(row[`${value}_low`])} to ${percent(row[`${value}_high`])})` : "")
            + (row.named_share === undefined ? "" : `; required ${percent(row.required_share ?? 0)}, named ${percent(row.named_share)}`) }),
        Plot.barX(rows.filter((row) => row.required_share !== undefined), { x: "required_share", y: at, fill, fillOpacity: (row) => 0.85 * faint(row), ...inset, rx: 2 }),
        Plot.link(line, { x1: `${value}_low`, x2: `${value}_high`, y1: at, y2: at, dy, stroke: "var(--ink)", strokeWidth: 1.5 }),
        Plot.text(rows, { x: (row) => Math.max(row[`${value}_high`] ?? row[value], row.named_share ?? 0), y: index, text: (row) => percent(row[value]) + evidence(row), textAnchor: "start", dx: 7, dy, fill: "var(--soft)" }),
        names,
      ],
    });
  }

  function counts(rows, width) {
    const { options, names, inset, dy } = rowLayout(rows, width);
    return Plot.plot({
      ...options,
      x: { axis: "top", label: null, ticks: width < WIDE ? 3 : 6, tickSize: 0, grid: true, tickFormat: count },
      marks: [
        Plot.barX(rows, { x: "postings", y: index, fill: "var(--mark)", fillOpacity: 0.28, ...inset, rx: 2 }),
        Plot.barX(rows, { x: "postings_with_text", y: index, fill: "var(--mark)", ...inset, rx: 2,
          title: (row) => `${row.name}: ${count(row.postings)} postings, ${count(row.postings_with_text)} with text` }),
        Plot.text(rows, { x: "postings", y: index, text: (row) => count(row.postings), textAnchor: "start", dx: 6, dy, fill: "var(--soft)" }),
        names,
      ],
    });
  }

  // From one share to another: before and after, market and role, role and role.
  // The interval is that of the second share, or that of the difference, laid off from the first share.
  function changes(rows, width) {
    const { options, names, dy } = rowLayout(rows, width, 27);
    const marginRight = 104;
    const low = (row) => row.share_low ?? Math.max(0, row.from_share + row.difference_low);
    const high = (row) => row.share_high ?? Math.min(1, row.from_share + row.difference_high);
    const most = Math.max(...rows.flatMap((row) => [high(row), row.from_share, row.to_share]));
    return Plot.plot({
      ...options,
      marginRight,
      x: shareAxis(most, width - marginRight),
      marks: [
        Plot.link(rows, { x1: "from_share", x2: "to_share", y1: index, y2: index, dy, stroke: "var(--line)", strokeWidth: 4 }),
        Plot.link(rows, { x1: low, x2: high, y1: index, y2: index, dy, stroke: "var(--ink)", strokeWidth: 1.5 }),
        Plot.dot(rows, { x: "from_share", y: index, dy, r: 4.5, fill: "var(--paper)", stroke: "var(--soft)", strokeWidth: 2 }),
        Plot.dot(rows, { x: "to_share", y: index, dy, r: 5.5, fill: "var(--strong)", stroke: "var(--paper)", strokeWidth: 1.5,
          title: (row) => `${row.name}: from ${percent(row.from_share)} to ${percent(row.to_share)}` }),
        Plot.text(rows, { x: (row) => Math.max(row.from_share, row.to_share, high(row)), y: index, text: (row) => `${percent(row.from_share)} → ${percent(row.to_share)}`, textAnchor: "start", dx: 11, dy, fill: "var(--soft)" }),
        names,
      ],
    });
  }

  function months(rows, width) {
    const columns = width >= 760 ? 3 : width >= 330 ? 2 : 1;
    const most = Math.max(...rows.map((row) => row.share_high));
    const dated = rows.map((row) => ({ ...row, month: new Date(`${row.month}T00:00:00`) }));
    const first = d3.min(dated, (row) => row.month);
    const last = d3.max(dated, (row) => row.month);
    const format = d3.timeFormat(last - first > 4e10 ? "%Y" : "%b %y");
    const panels = d3.groups(dated, (row) => row.name).map(([name, points]) => {
      const panel = document.createElement("div");
      const title = document.createElement("b");
      title.textContent = name;
      // A gap in the months is a gap in the line.
      const lines = d3.groups(points, (point, _) => runOf(points, point)).map(([, run]) => run);
      panel.append(title, Plot.plot({
        width: Math.floor(width / columns) - 12,
        height: 150,
        style: { ...style, fontSize: "12px" },
        marginLeft: 34, marginRight: 14, marginTop: 12, marginBottom: 24,
        x: { type: "time", domain: [d3.timeDay.offset(first, -12), d3.timeDay.offset(last, 12)], label: null, ticks: 3, tickFormat: format, tickSize: 3 },
        y: { domain: [0, Math.min(1, Math.ceil(most * 5) / 5)], label: null, tickFormat: percent, ticks: 3, tickSize: 0, grid: true },
        marks: [
          ...lines.map((run) => Plot.areaY(run, { x: "month", y1: "share_low", y2: "share_high", fill: "var(--mark)", fillOpacity: 0.18 })),
          ...lines.map((run) => Plot.lineY(run, { x: "month", y: "share", stroke: "var(--mark)", strokeWidth: 2 })),
          Plot.ruleX(points, { x: "month", y1: "share_low", y2: "share_high", stroke: "var(--mark)", strokeOpacity: 0.5 }),
          Plot.dot(points, { x: "month", y: "share", r: 3.5, stroke: "var(--mark)", strokeWidth: 1.5, fill: (row) => (row.is_small_sample ? "var(--paper)" : "var(--mark)"),
            title: (row) => `${name}, ${d3.timeFormat("%B %Y")(row.month)}: ${percent(row.share)} (${percent(row.share_low)} to ${percent(row.share_high)})` }),
        ],
      }));
      return panel;
    });
    const grid = document.createElement("div");
    grid.className = "panels";
    grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    grid.append(...panels);
    return grid;
  }

  function runOf(points, point) {
    let run = 0;
    for (let i = 1; i <= points.indexOf(point); i += 1) {
      if (points[i].month - points[i - 1].month > 32 * 864e5) run += 1;
    }
    return run;
  }

  function ranges(rows, width) {
    const { options, names, inset, dy } = rowLayout(rows, width, 27);
    return Plot.plot({
      ...options,
      x: { zero: true, axis: "top", label: null, tickFormat: dollars, ticks: width < 600 ? 3 : 6, tickSize: 0, grid: true },
      marks: [
        Plot.barX(rows, { x1: "lower_quartile", x2: "upper_quartile", y: index, fill: "var(--mark)", fillOpacity: (row) => 0.38 * faint(row), ...inset, rx: 2,
          title: (row) => `${row.name}: median ${dollars(row.median)}, middle half ${dollars(row.lower_quartile)} to ${dollars(row.upper_quartile)}` }),
        Plot.link(rows.filter((row) => row.median_low && row.median_high), { x1: "median_low", x2: "median_high", y1: (row) => rows.indexOf(row), y2: (row) => rows.indexOf(row), dy, stroke: "var(--ink)", strokeWidth: 1.5 }),
        Plot.tickX(rows, { x: "median", y: index, stroke: "var(--strong)", strokeWidth: 3, strokeOpacity: faint, insetTop: inset.insetTop - 3, insetBottom: inset.insetBottom - 3 }),
        Plot.text(rows, { x: (row) => Math.max(row.upper_quartile, row.median_high ?? 0), y: index, text: (row) => `${dollars(row.median)} · n=${count(row.records_with_pay)}`, textAnchor: "start", dx: 8, dy, fill: "var(--soft)" }),
        names,
      ],
    });
  }

  const CHARTS = { shares, counts, changes, months, ranges, confidences: (rows, width) => shares(rows, width, "confidence") };

  function draw(figure) {
    const place = figure.querySelector(".plot");
    const width = Math.floor(place.clientWidth);
    if (!width || width === Number(place.dataset.width)) return;
    const chart = CHARTS[figure.dataset.chart](rowsOf(figure), width);
    // The table says the same in words; the chart is one picture with a name.
    for (const svg of chart.matches("svg") ? [chart] : chart.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
    place.role = "img";
    place.ariaLabel = `Chart: ${figure.querySelector("h3").textContent}. The table below holds its figures.`;
    place.replaceChildren(chart);
    place.dataset.width = width;
  }

  const widths = new ResizeObserver((changed) => changed.forEach(({ target }) => draw(target.closest("figure"))));
  document.querySelectorAll("figure[data-chart]").forEach((figure) => widths.observe(figure.querySelector(".plot")));

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest("details");
    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  document.getElementById("move-go")?.addEventListener("click", () => {
    const [from, to] = ["from", "to"].map((end) => document.getElementById(`move-${end}`).value);
    location.href = from === to ? `roles/${from}.html` : `moves/${from}.html#${to}`;
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected: press Ctrl+C";
    }
  });
})();
