package org.pediatricdefacer.command;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.Service;

import ij.ImagePlus;
import ij.Macro;
import ij.Menus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;

/**
 * Stands in for the bridge from ImageJ 1.x macros to SciJava commands, which only imagej-legacy has.
 * <p>
 * It treats what a macro writes as imagej-legacy's MacroPreprocessor and ActiveImagePlusPreprocessor (version 2.0) do: values by
 * {@code Macro.getValue} under the name of the input, unconverted ones left out; the active image for a single image input;
 * exceptions thrown on to ImageJ. Image outputs are not activated, as a macro in Fiji does not find them active.
 */
public final class MacroBridge implements PlugIn {

	private static Context context;
	private static volatile String options;

	/** Makes what the macro wrote known in the thread of the command, as ij1-patcher does. */
	public static final class Options extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			final Thread thread = Thread.currentThread();
			if (!thread.getName().startsWith(MACRO_THREAD)) thread.setName(MACRO_THREAD + thread.getName());
			Macro.setOptions(options);
		}
	}

	/** How the names of threads begin in which ImageJ looks for options. */
	private static final String MACRO_THREAD = "Run$_";

	/**
	 * Makes the commands of a context known to {@code run(...)} of macros.
	 * <p>
	 * Without a window ImageJ makes no menus. Fiji patches that; here they go into its table of menus by hand.
	 */
	static void install(final Context with) throws ReflectiveOperationException {
		context = with;
		context.service(PluginService.class).addPlugin(new PluginInfo<>(Options.class, PreprocessorPlugin.class));
		final Hashtable<String, String> menus = menus();
		for (final CommandInfo info : context.service(CommandService.class).getCommands())
			if (info.getClassName().startsWith(MacroBridge.class.getPackageName())) menus.put(info.getMenuPath().getLeaf().getName(),
				MacroBridge.class.getName() + "(\"" + info.getClassName() + "\")");
		final Field table = Menus.class.getDeclaredField("pluginsTable");
		table.setAccessible(true);
		table.set(null, menus);
	}

	@SuppressWarnings("unchecked")
	private static Hashtable<String, String> menus() {
		final Hashtable<String, String> menus = Menus.getCommands();
		return menus == null ? new Hashtable<>() : menus;
	}

	@Override
	public void run(final String command) {
		final CommandService commands = context.service(CommandService.class);
		final CommandInfo info = commands.getCommand(command);
		options = Macro.getOptions();
		try {
			commands.run(info, true, inputs(info, options)).get();
		}
		catch (final ExecutionException | InterruptedException e) {
			throw new RuntimeException(e);
		}
		finally {
			options = null;
		}
	}

	/**
	 * Writes a command that a user has run into the open recorder.
	 * <p>
	 * As imagej-legacy's MacroRecorderPreprocessor and MacroRecorderPostprocessor do: all inputs that were not filled in by Fiji.
	 */
	static void record(final CommandModule module) {
		Recorder.setCommand(module.getInfo().getMenuPath().getLeaf().getName());
		for (final ModuleItem<?> input : module.getInfo().inputs()) {
			final Object value = module.getInput(input.getName());
			final boolean filledIn = value instanceof Service || value instanceof Context || value instanceof ImagePlus;
			if (value != null && !filledIn && input.getVisibility() != ItemVisibility.MESSAGE)
				Recorder.recordOption(escape(input.getName()), escape(value.toString()));
		}
		Recorder.saveCommand();
	}

	private static String escape(final String text) {
		return text.replaceAll("([\"\\\\])", "\\\\$1");
	}

	/** Finds an open image by its number or title, as imagej-legacy's StringToImagePlusConverter does. */
	private static ImagePlus image(final String text) {
		return text.matches("-\\d+") ? WindowManager.getImage(Integer.parseInt(text)) : WindowManager.getImage(text);
	}

	private static Map<String, Object> inputs(final CommandInfo info, final String options) {
		final ConvertService convert = context.service(ConvertService.class);
		final Map<String, Object> values = new HashMap<>();
		ModuleItem<?> image = null;
		int images = 0;
		for (final ModuleItem<?> input : info.inputs()) {
			final String value = options == null ? null : Macro.getValue(options, input.getName(), null);
			if (value != null && input.getType() == ImagePlus.class) values.put(input.getName(), image(value));
			else if (value != null && convert.supports(value, input.getType())) values.put(input.getName(), convert.convert(value, input.getType()));
			else if (input.getType() == ImagePlus.class) {
				image = input;
				images++;
			}
		}
		if (images == 1 && WindowManager.getCurrentImage() != null) values.put(image.getName(), WindowManager.getCurrentImage());
		return values;
	}
}
