/**
 * The defacing panel: one window to find a face, edit its mask, look at what is removed, and save. A thin face of the program:
 * what it does is done by the rooms, and what surrounds it (Fiji) is known to it as a {@link org.pediatricdefacer.panel.PanelHost} only.
 */
package org.pediatricdefacer.panel;
