/**
 * Plain geometry on a grid of voxels: components, distances, means over boxes; knows no head and no other room.
 */
package org.pediatricdefacer.lattice;
