// Starts the page.
const Page = (() => {
	function route() {
		const index = Number(location.hash.slice(1)) - 1;
		if (ScanView.shows(index)) return;
		if (Number.isInteger(index) && index >= 0 && index < report.scans.length) ScanView.open(index);
		else if (ScanView.isOpen()) ScanView.hide();
	}

	function notices() {
		byId("subtitle").textContent = report.subtitle;
		byId("banner-before").hidden = !report.before;
		byId("banner-facemasks").hidden = !report.facemasks;
		byId("banner-storage").hidden = Ratings.kept();
		const stale = report.scans.filter((scan) => scan.ratings.length && scan.ratings.every((rating) => rating.stale)).length;
		byId("banner-stale").hidden = stale === 0;
		byId("banner-stale").textContent = `Scans that were defaced again since they were rated, and need another look: ${stale}.`;
	}

	function withoutResult() {
		const box = byId("without-result");
		box.hidden = !report.without_result.length;
		box.querySelector("summary").textContent = `Originals without a result: ${report.without_result.length}`;
		box.querySelector("ul").replaceChildren(...report.without_result.map((name) => make("li", {}, name)));
	}

	function parts() {
		byId("parts").hidden = report.parts.length < 2;
		byId("parts").replaceChildren("Parts of this report:", ...report.parts.map((file, i) => i === report.part ? make("strong", { "aria-current":
			"page" }, String(i + 1)) : make("a", { href: encodeURIComponent(file) }, String(i + 1))));
	}

	function download() {
		Ratings.download(report.scans, report.ratings_file);
		say("ratings downloaded");
	}

	function start() {
		notices();
		withoutResult();
		parts();
		Overview.start();
		Keys.start();
		byId("download").onclick = download;
		addEventListener("hashchange", route);
		route();
		document.documentElement.dataset.ready = "true";
	}

	return { start, download };
})();

Page.start();
