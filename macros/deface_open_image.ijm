// Removes face, eyes and ears from a scan that ImageJ opens, and goes on with the defaced scan, which is the active image then;
// the facemask is a second image, and the scan itself stays as it is. With a scan that is open, or without a window:
//
//   fiji --headless -macro deface_open_image.ijm "/data/head.tif|/data/defaced.tif|orientation=LPS"
//
// What stands behind a second | goes to the command as it is. An image that does not tell how its slices lie needs the orientation:
// to where x (to the right), y (down) and the slices grow.

arguments = split(getArgument(), "|");
if (arguments.length >= 2)
	open(arguments[0]);
else if (nImages == 0)
	exit("Open a scan of a head first.");
options = "face=true eyes=true ears=true";
if (arguments.length >= 3)
	options = options + " " + arguments[2];

run("Deface MRI...", options);

print(getTitle() + ": " + Property.get("Defacing status"));
if (arguments.length >= 2)
	saveAs("Tiff", arguments[1]);
