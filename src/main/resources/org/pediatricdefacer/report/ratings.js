// The ratings: kept per scan and result in the browser's storage, and written as a tab-separated table.
const Ratings = (() => {
	const columns = ["scan", "result", "rating", "note", "rater", "rated_at"];
	const prefix = "pediatric-defacer/rating/";
	const raterKey = "pediatric-defacer/rater";
	const memory = new Map();
	let storage = null;
	let unsaved = false;

	try {
		localStorage.setItem(prefix + "test", "1");
		localStorage.removeItem(prefix + "test");
		storage = localStorage;
	} catch (refused) {
		storage = null;
	}

	const key = (scan) => prefix + scan.result + "/" + scan.name;
	const oneLine = (text) => text.replace(/\s+/g, " ").trim();

	function read(name) {
		return storage ? storage.getItem(name) : memory.get(name) ?? null;
	}

	function write(name, value) {
		memory.set(name, value);
		if (!storage) {
			unsaved = true;
			return;
		}
		try {
			storage.setItem(name, value);
		} catch (full) {
			storage = null;
			unsaved = true;
			document.getElementById("banner-storage").hidden = false;
		}
	}

	// The ratings that came with the report count until one is given here; those of other files do not count.
	function of(scan) {
		const own = read(key(scan));
		if (own) return JSON.parse(own);
		const given = scan.ratings.filter((rating) => !rating.stale);
		return given.length ? given[given.length - 1] : { rating: "", note: "", rater: "", rated_at: "" };
	}

	function set(scan, changes) {
		const value = { ...of(scan), ...changes, rater: rater(), rated_at: new Date().toISOString().slice(0, 19) + "Z" };
		delete value.stale;
		write(key(scan), JSON.stringify(value));
	}

	function rater() {
		return read(raterKey) ?? "";
	}

	function table(scans) {
		const lines = [columns.join("\t")];
		for (const scan of scans) {
			const value = of(scan);
			if (!value.rating && !value.note) continue;
			const cells = { ...value, scan: scan.name, result: scan.result };
			lines.push(columns.map((column) => oneLine(cells[column] ?? "")).join("\t"));
		}
		return lines.join("\n") + "\n";
	}

	function download(scans, name) {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([table(scans)], { type: "text/tab-separated-values" }));
		link.download = name;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 10000);
		unsaved = false;
	}

	addEventListener("beforeunload", (event) => {
		if (unsaved) event.preventDefault();
	});

	return { of, set, table, download, rater, setRater: (name) => write(raterKey, oneLine(name)), kept: () => storage !== null };
})();
