"""The clocks of cases (节点时钟): what happened, what runs since when and until when, and what a closing must find done."""
