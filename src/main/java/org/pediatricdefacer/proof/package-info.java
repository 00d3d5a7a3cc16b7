/**
 * Proves what was and was not changed, and judges a defacing as pass, review or fail.
 */
package org.pediatricdefacer.proof;
