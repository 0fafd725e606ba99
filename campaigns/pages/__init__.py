"""The pages of segments and campaigns."""
