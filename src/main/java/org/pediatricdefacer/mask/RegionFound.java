package org.pediatricdefacer.mask;

/**
 * Says how much of a region was found in a scan and how much of it is in the facemask.
 *
 * @param region which one
 * @param found_ml volume of the region's class on the scan's grid
 * @param removed_ml volume labeled as the region in the facemask; 0 for the brain
 * @param inView share of the region's usual places that lie inside the field of view, 0 to 1; NaN if no place is known
 * @param touchesBorder whether the region reaches the border of the field of view
 */
public record RegionFound(Region region, double found_ml, double removed_ml, double inView, boolean touchesBorder) {}
