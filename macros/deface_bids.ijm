// Defaces a BIDS data set. Without a window, for instance on a server:
//
//   fiji --headless -macro deface_bids.ijm "/data/bids|/data/bids-defaced"
//
// What stands behind a second | goes to the command as it is, such as "participants=01,02 func=withhold private_to=[/data/private]".

arguments = split(getArgument(), "|");
if (arguments.length >= 2) {
	input = arguments[0];
	output = arguments[1];
} else {
	input = getDirectory("Folder of the data set");
	output = getDirectory("Folder for the defaced data set");
}
options = "";
if (arguments.length >= 3)
	options = " " + arguments[2];

setBatchMode(true);
run("Deface BIDS Data Set...", "input=[" + input + "] output=[" + output + "]" + options);
print("All scans of " + input + " are defaced.");
