package org.pediatricdefacer.privacy;

/**
 * In how many views a face detector finds a face; a proxy, not a re-identification rate.
 *
 * @param detector name and version of the detector
 * @param views views it looked at
 * @param before views with a face before defacing
 * @param after views with a face after defacing
 */
public record DetectorHits(String detector, int views, int before, int after) {}
