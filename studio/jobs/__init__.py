"""Durable work: journal, runner, plan and prices."""
