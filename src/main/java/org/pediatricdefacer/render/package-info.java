/**
 * Pictures of heads as a viewer shows them: surfaces and projections, and how alike two of them are.
 */
package org.pediatricdefacer.render;
