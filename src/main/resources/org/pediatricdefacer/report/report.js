"use strict";

// What the report says, but for the pictures, which follow scan by scan.
const report = JSON.parse(document.getElementById("report").textContent);
