package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.volume.Orientation;
import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

/** Runs the script of the folder {@code macros} by SciJava's script service, with the bundled model. */
class ScriptTest {

	/** Offers Groovy to SciJava as scripting-groovy does, which Fiji has and Maven Central has not. */
	public static final class Groovy extends AdaptedScriptLanguage {

		/** Called by the plugin service. */
		public Groovy() {
			super("groovy");
		}
	}

	@Test
	void defacesAnImg() throws Exception {
		final NiftiImage scan = NiftiReader.read(TestImages.WHOLE);
		final double[] mm = scan.grid().spacing_mm();
		final Context context = new Context(ScriptService.class, PluginService.class);
		try {
			context.service(PluginService.class).addPlugin(new PluginInfo<>(Groovy.class, ScriptLanguage.class));
			final ScriptService scripts = context.service(ScriptService.class);
			scripts.addAlias(Img.class); // as imagej-common does
			final ScriptModule module = scripts.run(new File("macros/deface_script.groovy"), true, "image", scan.stored(), "spacing", mm[0] + ", " +
				mm[1] + ", " + mm[2], "orientation", Orientation.of(scan.grid()).codes(), "fill", "zero").get();
			final Img<? extends RealType<?>> defaced = Cast.unchecked(module.getOutput("defaced"));
			TestImages.assertDefaced(defaced, Cast.unchecked(module.getOutput("removed")));
			assertEquals(scan.stored().firstElement().getClass(), defaced.firstElement().getClass());
		}
		finally {
			context.dispose();
		}
	}
}
