/**
 * Takes DICOM studies through the defacer, series by series, and accounts for every file.
 */
package org.pediatricdefacer.study;
