package org.pediatricdefacer.panel;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.event.ActionEvent;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.io.IOException;
import java.util.List;

import javax.swing.AbstractAction;
import javax.swing.ButtonGroup;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ScrollPaneConstants;
import javax.swing.TransferHandler;
import javax.swing.WindowConstants;

import net.miginfocom.swing.MigLayout;

/** The window of the panel: sections on the left, planes and renderings on the right. */
public final class PanelWindow {

	/** Below this, sections and planes have no room. */
	private static final int LEAST_WIDTH = 600;

	private final PanelHost host;
	private final PanelController controller;
	private final JFrame frame = new JFrame("Defacing Panel");
	private final RenderPane renders;

	private PanelWindow(final PanelHost host) {
		this.host = host;
		controller = new PanelController(host);
		new FocusKeeper(frame, controller.model());
		renders = new RenderPane(controller);
		frame.setName("Defacing Panel");
		frame.setLayout(new MigLayout("insets 0, fill", "[350lp!][grow]", "[grow][]"));
		frame.add(sections(), "grow");
		frame.add(planes(), "grow");
		frame.add(new StatusBar(controller), "newline, span, growx");
		final JComponent root = frame.getRootPane();
		root.setTransferHandler(new Dropping());
		key(root, "ESCAPE", controller::cancel);
		key(root, "ctrl Z", controller::undo);
		key(root, "ctrl Y", controller::redo);
		key(root, "ctrl shift Z", controller::redo);
		frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent e) {
				if (mayBeLost()) close();
			}
		});
	}

	/**
	 * Opens the panel beside the active image, and shows that image if it is a scan. Called in the event thread.
	 *
	 * @param host what is around the panel
	 * @return the panel
	 */
	public static PanelWindow open(final PanelHost host) {
		final PanelWindow panel = new PanelWindow(host);
		panel.frame.pack();
		panel.dock();
		panel.frame.setVisible(true);
		if (host.window().isPresent()) panel.controller.openActive();
		return panel;
	}

	/** Returns the window. */
	public JFrame frame() {
		return frame;
	}

	PanelController controller() {
		return controller;
	}

	RenderPane renders() {
		return renders;
	}

	private JComponent sections() {
		final ButtonGroup tools = new ButtonGroup();
		final JPanel sections = new ScrolledSections();
		for (final Section section : List.of(new ScanSection(controller, this::mayBeLost), new FindSection(controller, this::mayBeLost, tools), new EditSection(
			controller, tools), new LookSection(controller), new SaveSection(controller, this::mayBeLost)))
			sections.add(section, "growx, wmin 0");
		final JScrollPane scroll = new JScrollPane(sections, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.setBorder(null);
		return scroll;
	}

	private JComponent planes() {
		final JPanel planes = new JPanel(new MigLayout("insets 0, gap 3, fill, wrap 2", "[grow, sg][grow, sg]", "[grow, sg][grow, sg]"));
		for (final SlicePlane plane : SlicePlane.values())
			planes.add(new SlicePane(plane, controller), "grow");
		planes.add(renders, "grow");
		return planes;
	}

	private static void key(final JComponent root, final String stroke, final Runnable action) {
		root.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(stroke), stroke);
		root.getActionMap().put(stroke, new AbstractAction() {

			private static final long serialVersionUID = 1;

			@Override
			public void actionPerformed(final ActionEvent e) {
				action.run();
			}
		});
	}

	/** Puts the window to the right of the image, or where there is more room, and lets it follow. */
	private void dock() {
		final Rectangle screen = screen();
		final Dimension size = frame.getSize();
		if (host.window().isEmpty()) {
			frame.setSize(Math.min(size.width, screen.width), Math.min(size.height, screen.height));
			frame.setLocationRelativeTo(null);
			return;
		}
		final Window image = host.window().get();
		frame.setBounds(beside(image.getBounds(), size, screen));
		final ComponentAdapter follower = new ComponentAdapter() {

			private Point last = image.getLocation();

			@Override
			public void componentMoved(final ComponentEvent e) {
				frame.setLocation(frame.getX() + image.getX() - last.x, frame.getY() + image.getY() - last.y);
				last = image.getLocation();
			}
		};
		image.addComponentListener(follower);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent e) {
				image.removeComponentListener(follower);
			}
		});
	}

	private static Rectangle screen() {
		final GraphicsConfiguration device = GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice().getDefaultConfiguration();
		final Rectangle bounds = device.getBounds();
		final Insets bars = Toolkit.getDefaultToolkit().getScreenInsets(device);
		return new Rectangle(bounds.x + bars.left, bounds.y + bars.top, bounds.width - bars.left - bars.right, bounds.height - bars.top - bars.bottom);
	}

	/** Returns where a window of a size stands beside another one, on the screen: narrower if need be, and over it only if there is no room at all. */
	static Rectangle beside(final Rectangle image, final Dimension size, final Rectangle screen) {
		final int left = image.x - screen.x, right = screen.x + screen.width - image.x - image.width;
		final boolean onRight = right >= Math.min(size.width, left);
		final int width = Math.min(Math.min(size.width, screen.width), Math.max(LEAST_WIDTH, Math.max(left, right)));
		final int height = Math.min(size.height, screen.height);
		final int x = onRight ? Math.min(image.x + image.width, screen.x + screen.width - width) : Math.max(screen.x, image.x - width);
		return new Rectangle(x, Math.max(screen.y, Math.min(image.y, screen.y + screen.height - height)), width, height);
	}

	/** Asks before edits are lost that were not saved. */
	private boolean mayBeLost() {
		if (!controller.model().unsaved) return true;
		final Component parent = frame;
		return JOptionPane.showConfirmDialog(parent, "The edited facemask is not saved. Go on without it?", "Defacing Panel",
			JOptionPane.OK_CANCEL_OPTION, JOptionPane.WARNING_MESSAGE) == JOptionPane.OK_OPTION;
	}

	/** Closes the window and ends all work. */
	public void close() {
		renders.close();
		controller.close();
		frame.dispose();
	}

	/** Opens files and folders that are dropped on the window. */
	private final class Dropping extends TransferHandler {

		private static final long serialVersionUID = 1;

		@Override
		public boolean canImport(final TransferSupport drop) {
			return drop.isDataFlavorSupported(DataFlavor.javaFileListFlavor) && !controller.model().busy;
		}

		@Override
		public boolean importData(final TransferSupport drop) {
			try {
				final List<?> files = (List<?>) drop.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
				if (files.isEmpty() || !mayBeLost()) return false;
				controller.open(((File) files.get(0)).toPath());
				return true;
			}
			catch (final UnsupportedFlavorException | IOException e) {
				return false;
			}
		}
	}
}
