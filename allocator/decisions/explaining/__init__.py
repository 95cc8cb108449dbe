"""Why, why not, what if (释明): answers about a plan and its cases, from `measure`, in at most three sentences."""
