// Writes a page on a folder of results, to look at every scan and rate it. Without a window, for instance on a server:
//
//   fiji --headless -macro qc_report.ijm "/data/defaced|/data/scans|/data/qc/report.html"
//
// What stands behind a third | goes to the command as it is, such as "brain=/data/brain_masks before=hide".

arguments = split(getArgument(), "|");
if (arguments.length >= 3) {
	results = arguments[0];
	scans = arguments[1];
	page = arguments[2];
} else {
	results = getDirectory("Folder of results");
	scans = getDirectory("Folder of the scans before defacing");
	page = results + "qc_report.html";
}
options = "";
if (arguments.length >= 4)
	options = " " + arguments[3];

run("Deface QC Report...", "results=[" + results + "] scans=[" + scans + "] output=[" + page + "]" + options);
print("Open " + page + " in a browser.");
