/**
 * Presents defacings and measurements to people as HTML and tables.
 */
package org.pediatricdefacer.report;
