/**
 * Measures facemasks against references, and faces and brains without a reference.
 */
package org.pediatricdefacer.evaluate;
