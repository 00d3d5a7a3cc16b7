/**
 * Knows where voxels lie in the patient and brings a scan to the grid and intensities that a model expects, and back.
 */
package org.pediatricdefacer.volume;
