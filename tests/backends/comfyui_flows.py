"""Small workflows of ComfyUI in API format, and the node classes they are made of.

They are shaped like those that people use: a still, image to video in one and in two stages, and
one without weights whose titles name every role.
"""

import copy
import json
from typing import Any

from studio.backends.comfyui_classes import Classes
from studio.backends.comfyui_mapping import Mapping, Role, target_of
from studio.backends.comfyui_workflow import Workflow, parse

Graph = dict[str, Any]


def node(class_type: str, title: str = "", /, **inputs: Any) -> Graph:
    return {"class_type": class_type, "inputs": inputs, "_meta": {"title": title or class_type}}


def workflow(graph: Graph) -> Workflow:
    return parse(json.dumps(graph).encode(), "flow.json")


def changed(graph: Graph, name: str, /, **inputs: Any) -> Graph:
    """A copy with some inputs of one node set; None takes one away."""
    copied = copy.deepcopy(graph)
    for each, value in inputs.items():
        if value is None:
            del copied[name]["inputs"][each]
        else:
            copied[name]["inputs"][each] = value
    return copied


def retitled(graph: Graph, **titles: str) -> Graph:
    copied = copy.deepcopy(graph)
    for name, title in titles.items():
        copied[name.removeprefix("n")]["_meta"]["title"] = title
    return copied


def mapped(graph: Graph, **roles: Any) -> Mapping:
    """A mapping by `role=("node", "input")`, or a list of such pairs."""
    flow = workflow(graph)
    lists = {name: each if isinstance(each, list) else [each] for name, each in roles.items()}
    return Mapping(
        roles={Role(name): tuple(target_of(flow, *x) for x in each) for name, each in lists.items()}
    ).checked(flow)


# Image to video in one stage: two encoders titled as in the templates, one picture.
WAN: Graph = {
    "6": node("CLIPTextEncode", "CLIP Text Encode (Positive Prompt)", text="a fox", clip=["38", 0]),
    "7": node("CLIPTextEncode", "CLIP Text Encode (Negative Prompt)", text="blur", clip=["38", 0]),
    "37": node("UNETLoader", "Load Diffusion Model", unet_name="wan_i2v.safetensors"),
    "38": node("CLIPLoader", "Load CLIP", clip_name="umt5.safetensors", type="wan"),
    "39": node("VAELoader", "Load VAE", vae_name="wan_vae.safetensors"),
    "52": node("LoadImage", "Load Image", image="fox.png"),
    "54": node("ModelSamplingSD3", "Shift", shift=8.0, model=["37", 0]),
    "50": node(
        "WanImageToVideo", width=832, height=480, length=81, batch_size=1, positive=["6", 0],
        negative=["7", 0], vae=["39", 0], start_image=["52", 0],
    ),
    "3": node(
        "KSampler", seed=1, steps=20, cfg=6.0, sampler_name="euler", denoise=1.0, model=["54", 0],
        positive=["50", 0], negative=["50", 1], latent_image=["50", 2],
    ),
    "8": node("VAEDecode", samples=["3", 0], vae=["39", 0]),
    "57": node("CreateVideo", images=["8", 0], fps=16.0),
    "58": node("SaveVideo", video=["57", 0], filename_prefix="video/wan", format="mp4",
               **{"format.codec": "h264"}),
}  # fmt: skip

# First and last frame, a model for the noise and one for the details, in a subgraph.
WAN_TWO: Graph = {
    "80": node("LoadImage", "Load Image", image="first.png"),
    "89": node("LoadImage", "Load Image", image="last.png"),
    "57:93": node("CLIPTextEncode", "Prompt", text="a fox", clip=["57:38", 0]),
    "57:78": node("CLIPTextEncode", "Other", text="blur", clip=["57:38", 0]),
    "57:37": node("UNETLoader", unet_name="wan_high.safetensors"),
    "57:56": node("UNETLoader", unet_name="wan_low.safetensors"),
    "57:38": node("CLIPLoader", clip_name="umt5.safetensors", type="wan"),
    "57:39": node("VAELoader", vae_name="wan_vae.safetensors"),
    "57:67": node(
        "WanFirstLastFrameToVideo", width=640, height=640, length=81, batch_size=1,
        positive=["57:93", 0], negative=["57:78", 0], vae=["57:39", 0], start_image=["80", 0],
        end_image=["89", 0],
    ),
    "57:85": node(
        "KSamplerAdvanced", add_noise="enable", noise_seed=1, steps=4, model=["57:37", 0],
        positive=["57:67", 0], negative=["57:67", 1], latent_image=["57:67", 2],
    ),
    "57:86": node(
        "KSamplerAdvanced", add_noise="disable", noise_seed=0, steps=4, model=["57:56", 0],
        positive=["57:67", 0], negative=["57:67", 1], latent_image=["57:85", 0],
    ),
    "57:87": node("VAEDecode", samples=["57:86", 0], vae=["57:39", 0]),
    "60": node("CreateVideo", images=["57:87", 0], fps=16.0),
    "61": node("SaveVideo", video=["60", 0], filename_prefix="video/wan2", format="auto",
               codec="auto"),
    "62": node("PreviewImage", images=["57:87", 0]),
}  # fmt: skip

# Two stages with noise of their own; size, frames and rate are values with titles; the model is
# told the rate, makes sound too, and takes a picture for its last frame as a guide.
LTX: Graph = {
    "98": node("LoadImage", "Load First Frame", image="first.png"),
    "97": node("LoadImage", "Load Image", image="last.png"),
    "92:1": node("CheckpointLoaderSimple", ckpt_name="ltx.safetensors"),
    "92:2": node("LTXAVTextEncoderLoader", text_encoder="gemma.safetensors"),
    "92:3": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="a fox", clip=["92:2", 0]),
    "92:4": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="blur", clip=["92:2", 0]),
    "92:10": node("PrimitiveInt", "Width", value=1280),
    "92:11": node("PrimitiveInt", "Height", value=704),
    "92:12": node("PrimitiveInt", "Length", value=121),
    "92:13": node("PrimitiveFloat", "Frame Rate", value=24.0),
    "92:14": node("ComfyMathExpression", expression="a/2", **{"values.a": ["92:10", 0]}),
    "92:15": node("ComfyMathExpression", expression="a/2", **{"values.a": ["92:11", 0]}),
    "92:16": node(
        "ImageScale", upscale_method="lanczos", crop="center", width=["92:10", 0],
        height=["92:11", 0], image=["98", 0],
    ),
    "92:20": node("LTXVConditioning", positive=["92:3", 0], negative=["92:4", 0],
                  frame_rate=["92:13", 0]),
    "92:21": node("EmptyLTXVLatentVideo", width=["92:14", 1], height=["92:15", 1],
                  length=["92:12", 0], batch_size=1),
    "92:22": node("LTXVImgToVideoInplace", vae=["92:1", 2], image=["92:16", 0],
                  latent=["92:21", 0], strength=1.0),
    "92:23": node("LTXVAddGuide", positive=["92:20", 0], negative=["92:20", 1], vae=["92:1", 2],
                  latent=["92:22", 0], image=["97", 0], frame_idx=-1, strength=1.0),
    "92:24": node("LTXVEmptyLatentAudio", frames_number=["92:12", 0], frame_rate=25, batch_size=1),
    "92:25": node("LTXVConcatAVLatent", video_latent=["92:23", 2], audio_latent=["92:24", 0]),
    "92:30": node("RandomNoise", noise_seed=10),
    "92:31": node("CFGGuider", model=["92:1", 0], positive=["92:23", 0], negative=["92:23", 1],
                  cfg=4.0),
    "92:32": node("SamplerCustomAdvanced", noise=["92:30", 0], guider=["92:31", 0],
                  latent_image=["92:25", 0]),
    "92:33": node("LTXVLatentUpsampler", samples=["92:32", 0], vae=["92:1", 2]),
    "92:34": node("RandomNoise", noise_seed=0),
    "92:35": node("SamplerCustomAdvanced", noise=["92:34", 0], guider=["92:31", 0],
                  latent_image=["92:33", 0]),
    "92:36": node("VAEDecodeTiled", samples=["92:35", 0], vae=["92:1", 2]),
    "92:37": node("CreateVideo", images=["92:36", 0], fps=["92:13", 0]),
    "75": node("SaveVideo", video=["92:37", 0], filename_prefix="video/ltx", format="auto",
               codec="auto"),
}  # fmt: skip

# A still, from one checkpoint.
STILL: Graph = {
    "4": node("CheckpointLoaderSimple", "Load Checkpoint", ckpt_name="sdxl.safetensors"),
    "5": node("EmptyLatentImage", width=1024, height=1024, batch_size=1),
    "6": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="a fox", clip=["4", 1]),
    "7": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="blur", clip=["4", 1]),
    "3": node(
        "KSampler", seed=5, steps=20, cfg=8.0, sampler_name="euler", denoise=1.0, model=["4", 0],
        positive=["6", 0], negative=["7", 0], latent_image=["5", 0],
    ),
    "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
    "9": node("SaveImage", images=["8", 0], filename_prefix="ComfyUI"),
}  # fmt: skip

# Without weights: every role has a node of its own, named by its title.
TITLED: Graph = {
    "1": node("PrimitiveStringMultiline", "studio:prompt", value="a door"),
    "2": node("PrimitiveStringMultiline", "studio:negative_prompt", value=""),
    "3": node("SeedNode", "studio:seed", seed=1),
    "4": node("PrimitiveInt", "studio:width", value=128),
    "5": node("PrimitiveInt", "studio:height", value=96),
    "6": node("PrimitiveInt", "studio:frames", value=17),
    "7": node("PrimitiveFloat", "studio:fps", value=16.0),
    "8": node("LoadImage", "studio:first_frame", image="first.png"),
    "9": node("LoadImage", "studio:last_frame", image="last.png"),
    "10": node("LoadImage", "studio:reference_1", image="ref.png"),
    "11": node("LoadAudio", "studio:audio", audio="audio.wav"),
    "20": node("ImageScale", "first, sized", image=["8", 0], upscale_method="lanczos",
               width=["4", 0], height=["5", 0], crop="center"),
    "21": node("ImageScale", "last, sized", image=["9", 0], upscale_method="lanczos",
               width=["4", 0], height=["5", 0], crop="center"),
    "22": node("EmptyImage", "the seed", width=["4", 0], height=["5", 0], batch_size=1,
               color=["3", 0]),
    "23": node("ImageBlend", image1=["20", 0], image2=["22", 0], blend_factor=0.25,
               blend_mode="normal"),
    "24": node("RepeatImageBatch", "all frames", image=["23", 0], amount=["6", 0]),
    "25": node("ColorTransfer", "colours", image_target=["24", 0], image_ref=["10", 0],
               strength=0.5),
    "26": node("TextOverlay", "the prompt", images=["25", 0], text=["1", 0], font_size=12.0),
    "27": node("TextOverlay", "the other", images=["26", 0], text=["2", 0], font_size=8.0),
    "28": node("ImageBatch", "and the last frame", image1=["27", 0], image2=["21", 0]),
    "29": node("CreateVideo", "video", images=["28", 0], fps=["7", 0], audio=["11", 0]),
    "30": node("SaveVideo", "studio:output", video=["29", 0], filename_prefix="any/clip",
               format="mp4", **{"format.codec": "h264"}),
}  # fmt: skip

FLOWS = {"wan": WAN, "wan_two": WAN_TWO, "ltx": LTX, "still": STILL, "titled": TITLED}


def of_class(
    required: Graph,
    optional: Graph | None = None,
    output: tuple[str, ...] = (),
    saves: bool = False,
) -> Graph:
    inputs = {"required": required} | ({"optional": optional} if optional else {})
    return {"input": inputs, "output": list(output), "output_node": saves, "description": "words"}


def whole(low: int, high: int, step: int | None = None, **more: Any) -> list[Any]:
    return ["INT", {"min": low, "max": high, **({"step": step} if step else {}), **more}]


LINKS = {
    "IMAGE": ["IMAGE"], "COND": ["CONDITIONING", {}], "VAE": ["VAE", {}], "MODEL": ["MODEL"],
    "CLIP": ["CLIP"], "LATENT": ["LATENT"],
}  # fmt: skip
_IMAGE, _COND, _VAE, _MODEL, _CLIP, _LATENT = LINKS.values()
_TEXT = ["STRING", {"multiline": True, "tooltip": "words"}]
_SIDE16 = whole(16, 16384, 16, default=832)
_LENGTH4 = whole(1, 16384, 4, default=81)
_SEED = whole(0, (1 << 64) - 1, control_after_generate=True)
_PREFIX = ["STRING", {"default": "ComfyUI"}]
_CODEC = ["COMFY_DYNAMICCOMBO_V3", {"tooltip": "words", "options": [
    {"key": "auto", "inputs": {"required": {}}},
    {"key": "h264", "inputs": {"required": {}, "optional": {"encoding": ["COMFY_DYNAMICCOMBO_V3", {
        "options": [
            {"key": "auto", "inputs": {"required": {}}},
            {"key": "re-encode", "inputs": {"required": {
                "crf": ["FLOAT", {"default": 23.0, "min": 0.0, "max": 51.0, "step": 1.0}],
            }}},
        ],
    }]}}},
]}]  # fmt: skip
_FORMAT = ["COMFY_DYNAMICCOMBO_V3", {"options": [
    {"key": "auto", "inputs": {"required": {"codec": _CODEC}}},
    {"key": "mp4", "inputs": {"required": {"codec": _CODEC}}},
]}]  # fmt: skip

INFO: Graph = {
    "CLIPTextEncode": of_class({"text": _TEXT, "clip": _CLIP}, output=("CONDITIONING",)),
    "UNETLoader": of_class(
        {"unet_name": [["wan_i2v.safetensors", "wan_high.safetensors", "wan_low.safetensors"]]},
        output=("MODEL",),
    ),
    "CLIPLoader": of_class(
        {"clip_name": [["umt5.safetensors"]], "type": [["wan", "sdxl"]]}, output=("CLIP",)
    ),
    "VAELoader": of_class({"vae_name": [["wan_vae.safetensors"]]}, output=("VAE",)),
    "CheckpointLoaderSimple": of_class(
        {"ckpt_name": [["sdxl.safetensors", "ltx.safetensors"], {"tooltip": "words"}]},
        output=("MODEL", "CLIP", "VAE"),
    ),
    "ModelSamplingSD3": of_class(
        {"model": _MODEL, "shift": ["FLOAT", {"min": 0.0, "max": 100.0, "step": 0.01}]},
        output=("MODEL",),
    ),
    "LoadImage": of_class({"image": [["other.png"], {"image_upload": True}]},
                          output=("IMAGE", "MASK")),
    "LoadAudio": of_class(
        {"audio": ["COMBO", {"options": [], "audio_upload": True}]}, output=("AUDIO",)
    ),
    "LoadVideo": of_class(
        {"file": ["COMBO", {"options": [], "video_upload": True}]}, output=("VIDEO",)
    ),
    "WanImageToVideo": of_class(
        {"positive": _COND, "negative": _COND, "vae": _VAE, "width": _SIDE16, "height": _SIDE16,
         "length": _LENGTH4, "batch_size": whole(1, 4096)},
        {"clip_vision_output": ["CLIP_VISION_OUTPUT", {}], "start_image": ["IMAGE", {}]},
        ("CONDITIONING", "CONDITIONING", "LATENT"),
    ),
    "WanFirstLastFrameToVideo": of_class(
        {"positive": _COND, "negative": _COND, "vae": _VAE, "width": _SIDE16, "height": _SIDE16,
         "length": _LENGTH4, "batch_size": whole(1, 4096)},
        {"start_image": ["IMAGE", {}], "end_image": ["IMAGE", {}]},
        ("CONDITIONING", "CONDITIONING", "LATENT"),
    ),
    "KSampler": of_class(
        {"model": _MODEL, "seed": _SEED, "steps": whole(1, 10000),
         "cfg": ["FLOAT", {"min": 0.0, "max": 100.0, "step": 0.1}],
         "sampler_name": [["euler", "ddim"], {}], "positive": _COND, "negative": _COND,
         "latent_image": _LATENT, "denoise": ["FLOAT", {"min": 0.0, "max": 1.0, "step": 0.01}]},
        output=("LATENT",),
    ),
    "KSamplerAdvanced": of_class(
        {"model": _MODEL, "add_noise": [["enable", "disable"]], "noise_seed": _SEED,
         "steps": whole(1, 10000), "positive": _COND, "negative": _COND, "latent_image": _LATENT},
        output=("LATENT",),
    ),
    "VAEDecode": of_class({"samples": _LATENT, "vae": _VAE}, output=("IMAGE",)),
    "VAEDecodeTiled": of_class({"samples": _LATENT, "vae": _VAE}, output=("IMAGE",)),
    "CreateVideo": of_class(
        {"images": _IMAGE, "fps": ["FLOAT", {"min": 1.0, "max": 120.0, "step": 1.0}]},
        {"audio": ["AUDIO", {}]}, ("VIDEO",),
    ),
    "SaveVideo": of_class(
        {"video": ["VIDEO", {}], "filename_prefix": _PREFIX, "format": _FORMAT},
        {"codec": _CODEC}, ("VIDEO",), saves=True,
    ),
    "SaveImage": of_class({"images": _IMAGE, "filename_prefix": _PREFIX}, saves=True),
    "PreviewImage": of_class({"images": _IMAGE}, saves=True),
    "EmptyLatentImage": of_class(
        {"width": whole(16, 16384, 8), "height": whole(16, 16384, 8),
         "batch_size": whole(1, 4096)}, output=("LATENT",),
    ),
    "EmptyLTXVLatentVideo": of_class(
        {"width": whole(64, 16384, 32), "height": whole(64, 16384, 32),
         "length": whole(1, 16384, 8), "batch_size": whole(1, 4096)}, output=("LATENT",),
    ),
    "PrimitiveInt": of_class(
        {"value": whole(-(1 << 63) + 1, (1 << 63) - 1, control_after_generate="fixed")},
        output=("INT",),
    ),
    "PrimitiveFloat": of_class({"value": ["FLOAT", {"step": 0.1}]}, output=("FLOAT",)),
    "PrimitiveStringMultiline": of_class({"value": _TEXT}, output=("STRING",)),
    "SeedNode": of_class(
        {"seed": whole(0, (1 << 63) - 1, control_after_generate="fixed")}, output=("INT",)
    ),
    "ImageScale": of_class(
        {"image": _IMAGE, "upscale_method": [["area", "lanczos"]], "width": whole(0, 16384, 1),
         "height": whole(0, 16384, 1), "crop": [["disabled", "center"]]}, output=("IMAGE",),
    ),
    "EmptyImage": of_class(
        {"width": whole(1, 16384, 1), "height": whole(1, 16384, 1), "batch_size": whole(1, 4096),
         "color": whole(0, 0xFFFFFF, 1)}, output=("IMAGE",),
    ),
    "ImageBlend": of_class(
        {"image1": _IMAGE, "image2": _IMAGE, "blend_factor": ["FLOAT", {"min": 0.0, "max": 1.0}],
         "blend_mode": [["normal", "screen"]]}, output=("IMAGE",),
    ),
    "RepeatImageBatch": of_class({"image": _IMAGE, "amount": whole(1, 4096)}, output=("IMAGE",)),
    "ImageBatch": of_class({"image1": _IMAGE, "image2": _IMAGE}, output=("IMAGE",)),
    "ColorTransfer": of_class(
        {"image_target": _IMAGE, "strength": ["FLOAT", {"min": 0.0, "max": 10.0}]},
        {"image_ref": ["IMAGE", {}]}, ("IMAGE",),
    ),
    "TextOverlay": of_class(
        {"images": _IMAGE, "text": _TEXT, "font_size": ["FLOAT", {"min": 1.0, "max": 512.0}]},
        output=("IMAGE",),
    ),
    "LoraLoader": of_class(
        {"model": _MODEL, "clip": _CLIP, "lora_name": [["ada.safetensors", "sub\\ben.safetensors"]],
         "strength_model": ["FLOAT", {"min": -100.0, "max": 100.0}],
         "strength_clip": ["FLOAT", {"min": -100.0, "max": 100.0}]}, output=("MODEL", "CLIP"),
    ),
    "LoraLoaderModelOnly": of_class(
        {"model": _MODEL, "lora_name": [["ada.safetensors", "sub\\ben.safetensors"]],
         "strength_model": ["FLOAT", {"min": -100.0, "max": 100.0}]}, output=("MODEL",),
    ),
    "GrowingReferences": of_class(
        {"prompt": _TEXT, "model": _MODEL},
        {"ref_images": ["COMFY_AUTOGROW_V3", {"template": {
            "input": {"required": {"ref_image": ["IMAGE", {}]}}, "prefix": "ref_image_", "min": 1,
            "max": 9}}]},
        ("IMAGE",),
    ),
}  # fmt: skip
CLASSES = Classes.read(INFO)
