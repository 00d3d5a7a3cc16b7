// Applies a facemask, such as one that was edited by hand, to one or more scans of the same session:
//
//   fiji --headless -macro apply_edited_mask.ijm "/data/private/t1_facemask.nii.gz|/data/flair.nii.gz|/data/defaced"
//
// The scans may have other voxels and slices than the mask, as long as nobody moved. A folder stands for all its scans.

arguments = split(getArgument(), "|");
if (arguments.length >= 3) {
	mask = arguments[0];
	input = arguments[1];
	output = arguments[2];
} else {
	mask = File.openDialog("Facemask");
	input = File.openDialog("Scan");
	output = getDirectory("Folder for what is defaced");
}
options = "";
if (arguments.length >= 4)
	options = " " + arguments[3];

setBatchMode(true);
run("Apply Facemask to Files...", "mask=[" + mask + "] input=[" + input + "] output=[" + output + "]" + options);
print("The facemask is applied to " + input + ".");
