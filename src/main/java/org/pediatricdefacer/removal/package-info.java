/**
 * Makes what is erased out of what was found: a region whose shape tells nothing of the face.
 */
package org.pediatricdefacer.removal;
