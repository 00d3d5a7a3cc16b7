// Removes face, eyes and ears from the open scan. The defaced scan becomes the active image, the facemask a second
// one; the scan itself stays as it is.
//
// ImageJ keeps no images when it runs without a window: use deface_folder.ijm there.

if (nImages == 0)
	exit("Open a scan of a head first.");

run("Deface MRI...", "face=true eyes=true ears=true fill=zero");

print(getTitle() + ": " + Property.get("Defacing status"));
