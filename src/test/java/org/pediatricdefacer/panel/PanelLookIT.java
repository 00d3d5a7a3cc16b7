package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JRadioButton;
import javax.swing.LookAndFeel;
import javax.swing.UIManager;
import javax.swing.text.JTextComponent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;

/** Looks at the panel in Fiji's themes, at twice the size, and without a mouse; skipped where there is no display. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class PanelLookIT {

	/** Least contrast of large text in the Web Content Accessibility Guidelines 2.1. */
	private static final double LEAST_CONTRAST = 3;

	@TempDir
	private Path folder;
	private LookAndFeel before;
	private PanelWindow panel;
	private final CountDownLatch looking = new CountDownLatch(1);
	private final CountDownLatch go = new CountDownLatch(1);

	@BeforeEach
	void remember() {
		assumeTrue(hasDisplay(), "there is no display; run Maven under xvfb-run to have one");
		before = UIManager.getLookAndFeel();
	}

	private static boolean hasDisplay() {
		try {
			return GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices().length > 0;
		}
		catch (final HeadlessException | AWTError | LinkageError e) {
			return false;
		}
	}

	@AfterEach
	void close() throws Exception {
		go.countDown();
		if (panel != null) EventQueue.invokeAndWait(panel::close);
		UIManager.put("defaultFont", null);
		if (before != null) UIManager.setLookAndFeel(before);
	}

	private void open(final LookAndFeel theme, final PanelHost host) throws Exception {
		UIManager.setLookAndFeel(theme);
		EventQueue.invokeAndWait(() -> panel = PanelWindow.open(host));
		final Path file = PhantomHost.write(folder, "head.nii.gz");
		EventQueue.invokeAndWait(() -> panel.controller().open(file));
		until(() -> panel.controller().model().content != null && !panel.controller().model().busy);
	}

	private void find() throws Exception {
		EventQueue.invokeAndWait(panel.controller()::find);
		until(() -> panel.controller().model().judgment != null && !panel.controller().model().judging && panel.renders().complete());
	}

	private static void until(final BooleanSupplier condition) throws Exception {
		final boolean[] holds = new boolean[1];
		while (!holds[0]) {
			EventQueue.invokeAndWait(() -> holds[0] = condition.getAsBoolean());
			Thread.sleep(10);
		}
	}

	private static Stream<Component> all(final Container in) {
		return Stream.of(in.getComponents()).flatMap(component -> Stream.concat(Stream.of(component), component instanceof Container container ? all(
			container) : Stream.empty()));
	}

	private List<Component> shown() {
		return all(panel.frame().getContentPane()).filter(Component::isShowing).toList();
	}

	private static double luminance(final Color color) {
		final double[] linear = Arrays.stream(new int[] { color.getRed(), color.getGreen(), color.getBlue() }).mapToDouble(value -> value / 255.0 <= 0.03928
			? value / 255.0 / 12.92 : Math.pow((value / 255.0 + 0.055) / 1.055, 2.4)).toArray();
		return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
	}

	private static double contrast(final Color one, final Color other) {
		final double a = luminance(one), b = luminance(other);
		return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	}

	private static Color background(final Component component) {
		Component at = component;
		while (!at.isOpaque() && at.getParent() != null)
			at = at.getParent();
		return at.getBackground();
	}

	@Test
	void canBeReadInADarkTheme() throws Exception {
		open(new FlatDarkLaf(), new PhantomHost());
		find();
		EventQueue.invokeAndWait(() -> {
			assertTrue(luminance(panel.frame().getContentPane().getBackground()) < 0.1);
			int texts = 0;
			for (final Component component : shown()) {
				final boolean text = component instanceof JLabel || component instanceof AbstractButton || component instanceof JTextComponent;
				if (!text || !component.isEnabled()) continue;
				texts++;
				final double contrast = contrast(component.getForeground(), background(component));
				assertTrue(contrast >= LEAST_CONTRAST, component.getName() + " " + contrast);
			}
			assertTrue(texts > 25, texts + " texts");
		});
	}

	/** At twice the usual size of letters no text is cut off, and nothing reaches beyond the sections. */
	@Test
	void fitsAtTwiceTheSize() throws Exception {
		UIManager.put("defaultFont", new Font(Font.SANS_SERIF, Font.PLAIN, 26));
		open(new FlatLightLaf(), new PhantomHost());
		find();
		EventQueue.invokeAndWait(panel.frame()::validate);
		EventQueue.invokeAndWait(() -> {
			for (final Component component : shown()) {
				final boolean own = component.getName() != null && !component.getName().startsWith("Spinner.");
				if (component instanceof AbstractButton && own || component instanceof JLabel) assertTrue(component
					.getWidth() >= component.getPreferredSize().width && component.getHeight() >= component.getPreferredSize().height, component
						.getName() + " " + component.getSize() + " of " + component.getPreferredSize());
				if (component.getParent() instanceof Section section) assertTrue(component.getX() + component.getWidth() <= section.getWidth(), component
					.getName());
			}
		});
	}

	/** Tab reaches all that can be used, and each letter behind Alt is one thing's alone. */
	@Test
	void isUsedByKeysAlone() throws Exception {
		open(new FlatLightLaf(), new PhantomHost());
		find();
		EventQueue.invokeAndWait(() -> {
			final JFrame frame = panel.frame();
			final Set<Component> reached = new HashSet<>();
			Component at = frame.getFocusTraversalPolicy().getFirstComponent(frame);
			while (reached.add(at))
				at = frame.getFocusTraversalPolicy().getComponentAfter(frame, at);
			final Map<Integer, String> letters = new HashMap<>();
			for (final Component component : shown()) {
				final boolean named = component.getName() != null && component.isEnabled() && component.isFocusable();
				// Of a group Tab reaches the chosen one, and arrows or letters the others.
				if (component instanceof JRadioButton button) assertTrue(button.isSelected() ? reached.contains(button) : button.getMnemonic() != 0, button
					.getName());
				else if (named && (component instanceof AbstractButton || component instanceof JTextComponent || component instanceof SlicePane)) assertTrue(reached
					.contains(component), component.getName());
				if (component instanceof AbstractButton button && button.getMnemonic() != 0) assertEquals(null, letters.put(button.getMnemonic(), button
					.getName()), button.getName());
				if (component instanceof JLabel label && label.getDisplayedMnemonic() != 0) assertEquals(null, letters.put(label.getDisplayedMnemonic(), label
					.getText()), label.getText());
			}
			assertTrue(reached.contains(panel.renders()));
			assertTrue(letters.size() > 20, letters.toString());
		});
	}

	/** The focus comes back to the button of which Swing takes it while it is disabled; and Escape is heard meanwhile. */
	@Test
	void hearsEscapeAndKeepsTheFocus() throws Exception {
		open(new FlatLightLaf(), new PhantomHost(PanelControllerTest.waiting(looking, go)));
		final AbstractButton find = (AbstractButton) shown().stream().filter(component -> component instanceof AbstractButton && "Find the face".equals(
			component.getName())).findFirst().orElseThrow();
		EventQueue.invokeAndWait(find::requestFocusInWindow);
		until(find::isFocusOwner);
		EventQueue.invokeAndWait(() -> find.doClick(0));
		looking.await();
		until(() -> !find.isFocusOwner());
		EventQueue.invokeAndWait(() -> {
			final Component owner = panel.frame().getFocusOwner();
			owner.dispatchEvent(new KeyEvent(owner, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_ESCAPE, KeyEvent.CHAR_UNDEFINED));
		});
		go.countDown();
		until(() -> panel.controller().model().message.startsWith("Canceled"));
		until(find::isFocusOwner);
	}

	@Test
	void turnsTheHeadByDragging() throws Exception {
		open(new FlatLightLaf(), new PhantomHost());
		find();
		final RenderPane renders = panel.renders();
		final int[] first = pixels(renders);
		EventQueue.invokeAndWait(() -> {
			renders.dispatchEvent(new MouseEvent(renders, MouseEvent.MOUSE_PRESSED, 0, 0, 100, 100, 1, false, MouseEvent.BUTTON1));
			renders.dispatchEvent(new MouseEvent(renders, MouseEvent.MOUSE_DRAGGED, 0, 0, 160, 90, 0, false, MouseEvent.NOBUTTON));
		});
		until(() -> !Arrays.equals(first, pixelsNow(renders)));
		final int[] turned = pixels(renders);
		EventQueue.invokeAndWait(() -> renders.dispatchEvent(new KeyEvent(renders, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_HOME,
			KeyEvent.CHAR_UNDEFINED)));
		until(() -> !Arrays.equals(turned, pixelsNow(renders)));
		// The face is gone on the right, where it was on the left.
		final BufferedImage front = imageNow(renders);
		final int half = front.getWidth() / 2;
		int different = 0;
		for (int y = 40; y < front.getHeight(); y++)
			for (int x = 0; x < half; x++)
				if (front.getRGB(x, y) != front.getRGB(half + x, y)) different++;
		assertNotEquals(0, different);
	}

	private static int[] pixels(final Component component) throws Exception {
		final int[][] pixels = new int[1][];
		EventQueue.invokeAndWait(() -> pixels[0] = pixelsNow(component));
		return pixels[0];
	}

	private static int[] pixelsNow(final Component component) {
		final BufferedImage image = imageNow(component);
		return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
	}

	private static BufferedImage imageNow(final Component component) {
		final BufferedImage image = new BufferedImage(component.getWidth(), component.getHeight(), BufferedImage.TYPE_INT_RGB);
		component.paint(image.getGraphics());
		return image;
	}
}
