#@ Img image
#@ String (label = "Voxel size x, y, z (mm)", value = "1, 1, 1") spacing
#@ String (label = "The axes grow to", value = "RAS") orientation
#@output Img defaced
#@output Img facemask

import org.pediatricdefacer.Defacer
import org.pediatricdefacer.DefacingSettings
import org.pediatricdefacer.Progress
import org.pediatricdefacer.volume.Orientation

def grid = Orientation.of(orientation).grid(image.dimensionsAsLongArray(), spacing.split(",") as double[])
def defacer = Defacer.open(null, "auto", 0)
def result = defacer.deface(image, grid, DefacingSettings.DEFAULT, Progress.NONE)
(defaced, facemask) = [result.defaced(), result.labels()]
defacer.close()
