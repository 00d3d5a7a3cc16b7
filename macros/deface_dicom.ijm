// Defaces the MR series of a DICOM folder, and writes DICOM. Without a window, for instance on a server:
//
//   fiji --headless -macro deface_dicom.ijm "/data/dicom|/data/defaced"
//
// What stands behind a second | goes to the command as it is, such as "new_uids=true also_nifti=true".

arguments = split(getArgument(), "|");
if (arguments.length >= 2) {
	input = arguments[0];
	output = arguments[1];
} else {
	input = getDirectory("Folder of DICOM files");
	output = getDirectory("Folder for what is defaced");
}
options = "";
if (arguments.length >= 3)
	options = " " + arguments[2];

setBatchMode(true);
run("Deface DICOM...", "input=[" + input + "] output=[" + output + "]" + options);
print("withheld.tsv in " + output + " names the files of " + input + " that were not defaced.");
