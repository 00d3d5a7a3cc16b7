/**
 * Defaces data sets that follow the Brain Imaging Data Structure: what is defaced, copied and withheld, and what is written beside it.
 */
package org.pediatricdefacer.bids;
