"""What the office is: its cases, people, rules and clocks. Standard library only."""
