package org.pediatricdefacer.panel;

import java.awt.Dimension;
import java.awt.Rectangle;

import javax.swing.JPanel;
import javax.swing.Scrollable;

import net.miginfocom.swing.MigLayout;

/** The sections, as wide as the window lets them be and as high as they need to be. */
final class ScrolledSections extends JPanel implements Scrollable {

	private static final long serialVersionUID = 1;

	ScrolledSections() {
		super(new MigLayout("insets 4lp, fillx, wrap, gapy 4lp", "[grow]"));
	}

	@Override
	public Dimension getPreferredScrollableViewportSize() {
		return getPreferredSize();
	}

	@Override
	public int getScrollableUnitIncrement(final Rectangle visible, final int orientation, final int direction) {
		return getFontMetrics(getFont()).getHeight();
	}

	@Override
	public int getScrollableBlockIncrement(final Rectangle visible, final int orientation, final int direction) {
		return visible.height;
	}

	@Override
	public boolean getScrollableTracksViewportWidth() {
		return true;
	}

	@Override
	public boolean getScrollableTracksViewportHeight() {
		return false;
	}
}
