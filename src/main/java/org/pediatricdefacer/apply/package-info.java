/**
 * Fills the facemask of a scan and leaves every other stored value as it was.
 */
package org.pediatricdefacer.apply;
