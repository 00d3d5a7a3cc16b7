/**
 * Measures facemasks against reference masks.
 */
package org.pediatricdefacer.evaluate;
