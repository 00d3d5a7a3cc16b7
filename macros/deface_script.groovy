#@ Img image
#@ String (label = "Voxel size x, y, z (mm)", value = "1, 1, 1") spacing
#@ String (label = "The axes grow to", value = "RAS") orientation
#@ String (label = "Fill with", choices = {"background", "zero"}, value = "background") fill
#@output Img defaced
#@output Img facemask
#@output Img removed

import net.imglib2.img.ImgView
import org.pediatricdefacer.Defacer
import org.pediatricdefacer.DefacingSettings
import org.pediatricdefacer.Progress
import org.pediatricdefacer.apply.Fill
import org.pediatricdefacer.proof.Verdict
import org.pediatricdefacer.volume.Orientation

def grid = Orientation.of(orientation).grid(image.dimensionsAsLongArray(), spacing.split(",").collect { it as double } as double[])
def settings = DefacingSettings.DEFAULT.withFill(Fill.of(Fill.Mode.parse(fill), false))
def result = Defacer.open(null, "auto", 0).withCloseable { it.deface(image, grid, settings, Progress.NONE) }
if (result.verdict() == Verdict.FAIL) throw new IllegalStateException("Not defaced: " + result.judgment())
defaced = ImgView.wrap(result.defaced())
facemask = ImgView.wrap(result.labels()) // shows the face
removed = ImgView.wrap(result.removed())
