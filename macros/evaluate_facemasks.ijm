// Compares the facemasks of a folder with reference masks. Without a window, for instance on a server:
//
//   fiji --headless -macro evaluate_facemasks.ijm "/data/private|/data/reference|/data/evaluation"
//
// What stands behind a third | goes to the command as it is, such as "participants=/data/participants.tsv".

arguments = split(getArgument(), "|");
if (arguments.length >= 3) {
	predicted = arguments[0];
	reference = arguments[1];
	output = arguments[2];
} else {
	predicted = getDirectory("Folder of masks to judge");
	reference = getDirectory("Folder of reference masks");
	output = getDirectory("Folder for tables and page");
}
options = "";
if (arguments.length >= 4)
	options = " " + arguments[3];

run("Evaluate Facemasks...", "predicted=[" + predicted + "] reference=[" + reference + "] output=[" + output + "]" + options);
print("Open " + output + "/evaluation.html in a browser.");
