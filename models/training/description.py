"""The bioimage.io description (rdf.yaml, format 0.5) of the bundled model."""
from network import CLASSES, MULTIPLE
from preprocessing import CLIP_MAX, LEAST_RANGE, MAX_PERCENTILE, MIN_PERCENTILE, SPACING_MM

FORMAT_VERSION = "0.5.4"
# One or two sides of 16 work too; with all three the deepest level holds a single voxel, which cannot be normalised.
SMALLEST_SIDE = 2 * MULTIPLE
CITATIONS = (
    ("The bundled model learns from label maps in the manner of SynthSeg: Billot et al., SynthSeg: Segmentation of brain MRI "
     "scans of any contrast and resolution without retraining, Medical Image Analysis 2023", "10.1016/j.media.2023.102789"),
    ("Source of one of the label maps learned from, the others are named in README.md: Torrado-Carvajal et al., Magnetic Resonance in "
     "Medicine 2015", "10.1002/mrm.25737"),
    ("The published pediatric defacing network, for comparison: Empowering Data Sharing in Neuroscience: A Deep Learning "
     "Deidentification Method for Pediatric Brain MRIs, AJNR American Journal of Neuroradiology 2025", "10.3174/ajnr.A8581"),
    ("Format of this folder: Ouyang et al., BioImage Model Zoo: A Community-Driven Resource for Accessible Deep Learning in "
     "BioImage Analysis, bioRxiv 2022", "10.1101/2022.06.07.495102"),
)


def _input_axes() -> list:
    space = [{"type": "space", "id": a, "unit": "millimeter", "scale": SPACING_MM, "size": {"min": SMALLEST_SIDE, "step": MULTIPLE}}
             for a in "zyx"]
    return [{"type": "batch", "size": 1}, {"type": "channel", "id": "channel", "channel_names": ["mri"]}] + space


def _output_axes() -> list:
    space = [{"type": "space", "id": a, "unit": "millimeter", "scale": SPACING_MM,
              "size": {"tensor_id": "head", "axis_id": a}} for a in "zyx"]
    return [{"type": "batch", "size": 1}, {"type": "channel", "id": "channel", "channel_names": list(CLASSES)}] + space


def program_settings() -> dict:
    """What the specification has no field for and the program must know."""
    return {
        "format_version": 1,
        "orientation": "RAS",
        "spacing_mm": SPACING_MM,
        "patch_size": [128, 128, 128],
        "patch_multiple": MULTIPLE,
        "overlap": 0.25,
        "classes": list(CLASSES),
        "intensity": {"rule": "percentile_range", "min_percentile": MIN_PERCENTILE, "max_percentile": MAX_PERCENTILE,
                      "clip_min": 0.0, "clip_max": CLIP_MAX},
        "output": "logits",
    }


def describe(sha256: dict, version: str, steps: int, parameters: int) -> dict:
    """The content of rdf.yaml; `sha256` maps the names of the weights and test tensors to their checksums."""
    def file(name):
        return {"source": name, "sha256": sha256[name]}

    space = ["z", "y", "x"]
    return {
        "format_version": FORMAT_VERSION,
        "type": "model",
        "name": "Pediatric facemask",
        "description": "Finds brain, face, eyes and ears in head MRI of children and adults, any contrast, to remove the face.",
        "version": version,
        "authors": [{"name": "Pediatric Defacer developers"}],
        "license": "BSD-2-Clause",
        "cite": [{"text": text, "doi": doi} for text, doi in CITATIONS],
        "documentation": "README.md",
        "covers": ["cover.png"],
        "tags": ["mri", "brain", "head", "pediatric", "defacing", "3d", "semantic-segmentation", "unet", "pytorch"],
        "inputs": [{
            "id": "head",
            "description": "One MRI volume of a head, resampled along its closest right-anterior-superior axes to 2 mm.",
            "axes": _input_axes(),
            "data": {"type": "float32"},
            "test_tensor": file("test-input.npy"),
            "preprocessing": [
                {"id": "scale_range", "kwargs": {"axes": space, "min_percentile": MIN_PERCENTILE,
                                                 "max_percentile": MAX_PERCENTILE, "eps": LEAST_RANGE}},
                {"id": "clip", "kwargs": {"min": 0.0, "max": CLIP_MAX}},
            ],
        }],
        "outputs": [{
            "id": "regions",
            "description": "Logits of the classes; softmax over the channels gives probabilities.",
            "axes": _output_axes(),
            "data": {"type": "float32"},
            "test_tensor": file("test-output.npy"),
        }],
        "weights": {"torchscript": {**file("pediatric-facemask.pt"), "pytorch_version": "2.7.1"}},
        "config": {
            "bioimageio": {
                "architecture_type": "3D U-Net",
                "architecture_description": "Strided stem, four levels, residual blocks, pixel-shuffle head; "
                                            f"{parameters} parameters, trained for {steps} steps on synthetic heads.",
                "model_parameter_count": parameters,
                # other processors sum in another order
                "reproducibility_tolerance": [{"relative_tolerance": 1e-3, "absolute_tolerance": 5e-3}],
            },
            "pediatric_defacer": program_settings(),
        },
    }
