package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;
import java.awt.Rectangle;

import org.junit.jupiter.api.Test;

/** Tests where the panel stands. */
class PanelWindowTest {

	private static final Rectangle SCREEN = new Rectangle(0, 20, 1920, 1000);
	private static final Dimension SIZE = new Dimension(1000, 900);

	@Test
	void standsOnTheRightIfThereIsRoom() {
		assertEquals(new Rectangle(400, 50, 1000, 900), PanelWindow.beside(new Rectangle(100, 50, 300, 300), SIZE, SCREEN));
	}

	@Test
	void standsOnTheLeftIfThereIsMoreRoom() {
		assertEquals(new Rectangle(400, 120, 1000, 900), PanelWindow.beside(new Rectangle(1400, 700, 300, 300), SIZE, SCREEN));
	}

	@Test
	void getsNarrowerRatherThanLieOverTheImage() {
		assertEquals(new Rectangle(1100, 20, 820, 900), PanelWindow.beside(new Rectangle(800, 0, 300, 300), SIZE, SCREEN));
		assertEquals(new Rectangle(0, 50, 850, 900), PanelWindow.beside(new Rectangle(850, 50, 300, 300), SIZE, SCREEN));
	}

	@Test
	void liesOverAnImageThatFillsTheScreen() {
		assertEquals(new Rectangle(1320, 20, 600, 900), PanelWindow.beside(new Rectangle(0, 20, 1920, 1000), SIZE, SCREEN));
	}
}
