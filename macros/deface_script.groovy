#@ Img image
#@ String (label = "Voxel size x, y, z (mm)", value = "1, 1, 1") spacing
#@ String (label = "The axes grow to", value = "RAS") orientation
#@output Img defaced
#@output Img facemask

import net.imglib2.img.ImgView
import org.pediatricdefacer.Defacer
import org.pediatricdefacer.DefacingSettings
import org.pediatricdefacer.Progress
import org.pediatricdefacer.proof.Verdict
import org.pediatricdefacer.volume.Orientation

def grid = Orientation.of(orientation).grid(image.dimensionsAsLongArray(), spacing.split(",").collect { it as double } as double[])
def result = Defacer.open(null, "auto", 0).withCloseable { it.deface(image, grid, DefacingSettings.DEFAULT, Progress.NONE) }
if (result.verdict() == Verdict.FAIL) throw new IllegalStateException("Not defaced: " + result.judgment())
defaced = ImgView.wrap(result.defaced())
facemask = ImgView.wrap(result.labels())
