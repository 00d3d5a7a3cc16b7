/**
 * The upright frame of a head, what it rests on, and where in it a face can be.
 */
package org.pediatricdefacer.frame;
