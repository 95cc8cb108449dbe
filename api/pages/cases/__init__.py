"""Pages of filings and cases (收案、案件): what comes in, whom it is given to, and one case with all that is done to it."""
