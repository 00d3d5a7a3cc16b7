/**
 * DICOM series in, DICOM series out: reads Part 10 files without loss, sorts slices into volumes, and writes new files in which
 * nothing differs but what is listed. Knows no other file format.
 */
package org.pediatricdefacer.dicom;
