/**
 * Runs the network: opens a model folder, chooses a device, and turns a tile into class probabilities.
 */
package org.pediatricdefacer.infer;
