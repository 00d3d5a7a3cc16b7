// Summary, filters and table.
const Overview = (() => {
	const verdicts = ["fail", "review", "pass"];
	const gravity = { fail: 0, review: 1, pass: 2 };
	let sort = { key: "verdict", down: false };
	let order = [];
	let selected = 0;
	const rows = [];

	const measured = report.measures.filter((measure) => report.scans.some((scan) => scan.values[measure.key] != null));
	const columns = [
		{ key: "name", label: "Scan", value: (scan) => scan.name },
		{ key: "verdict", label: "Verdict", value: (scan) => gravity[scan.verdict] },
		{ key: "rating", label: "Rating", value: (scan) => Ratings.of(scan).rating || "\uffff" },
		...measured.map((measure) => ({ ...measure, number: true, value: (scan) => scan.values[measure.key] ?? null })),
	];

	function count(of) {
		const counts = new Map();
		for (const scan of report.scans) counts.set(of(scan), (counts.get(of(scan)) ?? 0) + 1);
		return counts;
	}

	function bar(parts) {
		return make("div", { class: "bar", "aria-hidden": "true" }, ...parts.filter(([, n]) => n > 0).map(([kind, n]) => {
			const part = make("span", { class: kind });
			part.style.flexGrow = n;
			return part;
		}));
	}

	function summary() {
		const total = report.scans.length;
		const byVerdict = count((scan) => scan.verdict);
		const byRating = count((scan) => Ratings.of(scan).rating);
		const rated = total - (byRating.get("") ?? 0);
		const line = (label, n) => make("li", {}, label, make("span", {}, String(n)));
		const medians = measured.map((measure) => {
			const values = report.scans.map((scan) => scan.values[measure.key]).filter((value) => value != null);
			const unit = measure.unit ? " " + measure.unit : "";
			return [make("dt", {}, measure.label), make("dd", {}, number(median(values), measure) + unit)];
		});
		byId("summary").replaceChildren(
			make("section", { class: "card" }, make("h2", {}, "Verdict of the program"), bar(verdicts.map((v) => [v, byVerdict.get(v) ?? 0])),
				make("ul", { class: "counts" }, ...verdicts.map((v) => line(mark(v, capital(v)), byVerdict.get(v) ?? 0)))),
			make("section", { class: "card" }, make("h2", {}, `Rated: ${rated} of ${total}`), bar([["rated", rated], ["rest", total - rated]]),
				make("ul", { class: "counts" }, ...report.ratings.map((r) => line(ratingMark(r.text), byRating.get(r.text) ?? 0)))),
			make("section", { class: "card" }, make("h2", {}, "Medians of what was measured"),
				medians.length ? make("dl", { class: "medians" }, ...medians.flat()) : make("p", { class: "quiet" }, "Nothing was measured.")));
	}

	function head() {
		byId("columns").replaceChildren(...columns.map((column) => {
			const sorted = sort.key === column.key ? (sort.down ? "descending" : "ascending") : null;
			const arrow = sorted ? make("span", { "aria-hidden": "true" }, sort.down ? " \u2193" : " \u2191") : null;
			const unit = column.unit ? make("span", { class: "unit" }, column.unit) : null;
			const button = make("button", { type: "button", onclick: () => sortBy(column) }, column.label, arrow, unit);
			return make("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": sorted }, button);
		}));
	}

	function sortBy(column) {
		sort = { key: column.key, down: sort.key === column.key && !sort.down };
		head();
		update();
		byId("columns").children[columns.findIndex((other) => other.key === column.key)].firstChild.focus();
	}

	function row(scan, index) {
		const why = scan.reasons.find((reason) => reason.weight !== "pass");
		const link = make("a", { href: "#" + (index + 1) }, scan.name);
		const rating = make("td", {}, ratingMark(Ratings.of(scan).rating));
		const cells = measured.map((measure) => make("td", { class: "number" }, number(scan.values[measure.key], measure)));
		const element = make("tr", { onclick: (event) => event.target === link || ScanView.go(index) },
			make("th", { scope: "row" }, link, why ? make("span", { class: "why" }, why.text) : null),
			make("td", {}, mark(scan.verdict, scan.verdict)), rating, ...cells);
		return { element, link, rating };
	}

	function wanted(scan) {
		const words = byId("find").value.trim().toLowerCase();
		const verdict = byId("filter-verdict").value;
		const rating = byId("filter-rating").value;
		const given = Ratings.of(scan);
		if (verdict && scan.verdict !== verdict) return false;
		if (rating && (rating === "none" ? given.rating !== "" : given.rating !== rating)) return false;
		const text = [scan.name, given.note, ...scan.reasons.map((reason) => reason.text)].join("\n").toLowerCase();
		return !words || text.includes(words);
	}

	function compare(a, b) {
		const { value } = columns.find((column) => column.key === sort.key);
		const [x, y] = [value(report.scans[a]), value(report.scans[b])];
		if (x === y) return a - b;
		// What was not measured stands last, whichever way the table is sorted.
		if (x === null || y === null) return x === null ? 1 : -1;
		return (x < y ? -1 : 1) * (sort.down ? -1 : 1);
	}

	function update() {
		const kept = order[selected];
		order = report.scans.map((scan, index) => index).filter((index) => wanted(report.scans[index])).sort(compare);
		byId("rows").replaceChildren(...order.map((index) => rows[index].element));
		byId("shown").textContent = order.length === report.scans.length ? `${order.length} scans` : `${order.length} of ${report.scans.length} scans`;
		select(Math.max(0, order.indexOf(kept)), false);
	}

	function select(position, focus = true) {
		rows[order[selected]]?.element.removeAttribute("aria-selected");
		for (const { element } of rows) element.removeAttribute("aria-selected");
		selected = Math.max(0, Math.min(order.length - 1, position));
		const row = rows[order[selected]];
		row?.element.setAttribute("aria-selected", "true");
		if (focus) row?.link.focus();
	}

	function refresh(index) {
		rows[index].rating.replaceChildren(ratingMark(Ratings.of(report.scans[index]).rating));
		summary();
	}

	function options(select, choices) {
		select.replaceChildren(...choices.map(([value, text]) => make("option", { value }, text)));
		select.onchange = update;
	}

	function start() {
		report.scans.forEach((scan, index) => rows.push(row(scan, index)));
		options(byId("filter-verdict"), [["", "all"], ...verdicts.map((v) => [v, v])]);
		options(byId("filter-rating"), [["", "all"], ["none", "not rated"], ...report.ratings.map((r) => [r.text, r.text])]);
		byId("find").oninput = update;
		byId("meanings").replaceChildren(...measured.flatMap((m) => [make("dt", {}, m.label), make("dd", {}, m.help)]));
		summary();
		head();
		update();
	}

	return { start, update, refresh, select, order: () => order, selected: () => selected };
})();
