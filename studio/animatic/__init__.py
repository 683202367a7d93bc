"""Pictures of the animatic: panels, figures, staging and the virtual camera."""
