// Defaces every NIfTI scan of a folder. Without a window, for instance on a server:
//
//   fiji --headless -macro deface_folder.ijm "/data/scans|/data/defaced"
//
// What stands behind a second | goes to the command as it is, such as "overwrite=true private_to=[/data/private]": what
// identifies, the facemasks above all, is written to that folder only.

arguments = split(getArgument(), "|");
if (arguments.length >= 2) {
	input = arguments[0];
	output = arguments[1];
} else {
	input = getDirectory("Folder of scans");
	output = getDirectory("Folder for what is defaced");
}
options = "";
if (arguments.length >= 3)
	options = " " + arguments[2];

setBatchMode(true);
run("Deface MRI Files...", "input=[" + input + "] output=[" + output + "]" + options);
print("All scans of " + input + " are defaced.");
